/**
 * A timer that is made once and used again and again, so that none has to be made while the meter
 * runs.
 */
import Timer from "timer";

/**
 * A timer that rests until `Timer.schedule(timer, delay, delay)`, and again after
 * `Timer.schedule(timer)`.
 * @param callback repeats until the timer rests
 */
export default function restingTimer(callback: () => void): Timer {
	const timer = Timer.set(callback, 1, 1);
	Timer.schedule(timer);
	return timer;
}
