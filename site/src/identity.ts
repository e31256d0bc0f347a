/** Serial number of the page's meter: that of `npm start` without options. */
export const SERIAL_NUMBER = 12_345_678;
