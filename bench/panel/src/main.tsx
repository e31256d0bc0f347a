/** Entry of the front panel that a bench serves. */
import { startPanel } from "./panel.tsx";

startPanel();
