/** `mc/config` of a virtual board. */
export default Object.freeze({ traceReadings: false });
