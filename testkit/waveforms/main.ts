/**
 * `npm run waveforms [-- FOLDER]`: writes the project's recordings, by default into
 * build/waveforms.
 */
import { writeWaveforms } from "./write.ts";

const [folder = "build/waveforms"] = process.argv.slice(2);
writeWaveforms(folder);
console.log(`recordings and truth.json in ${folder}`);
