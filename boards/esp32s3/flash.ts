/** The flash that keeps the meter's counters and settings: a NOR chip on the shared bus. */
export { default } from "esp32s3/nor-flash";
