/** Finds the display's QR code with the camera or in a picture. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { pixelsOf, serialNumberIn } from "../meter/qr-code.ts";
import { Icon } from "../ui/icon.tsx";

/** Interval between scans of the camera's picture. */
const INTERVAL_MS = 200;

interface Properties {
	onFound(serialNumber: string): void;
	onClose(): void;
}

export function QrScanner({ onFound, onClose }: Properties): JSX.Element {
	const video = useRef<HTMLVideoElement>(null);
	const [hint, setHint] = useState("Hold the meter's display in front of the camera.");
	const [camera, setCamera] = useState(true);
	const onNoCamera = (): void => {
		setCamera(false);
		setHint("No camera is available. Choose a picture of the display instead.");
	};
	const done = (serialNumber: string): void => {
		onClose();
		onFound(serialNumber);
	};
	useEffect(() => watch(video.current, done, onNoCamera), []);

	const readFile = async (file: File | undefined): Promise<void> => {
		if (!file) return;
		const picture = await createImageBitmap(file).catch(() => undefined);
		const pixels = picture && pixelsOf(picture, picture.width, picture.height);
		const serialNumber = pixels && serialNumberIn(pixels);
		if (serialNumber) done(serialNumber);
		else setHint("No QR code of a meter was found in this picture.");
	};

	return (
		<section class="card scanner">
			<header>
				<h2>Scan QR code</h2>
				<button type="button" class="plain" aria-label="Close the scanner" onClick={onClose}>
					<Icon name="close" />
				</button>
			</header>
			<video ref={video} hidden={!camera} muted playsInline />
			<p>{hint}</p>
			<label class="file">
				<Icon name="picture" />
				<span>Take a picture instead</span>
				<input
					type="file"
					accept="image/*"
					onChange={({ currentTarget }) => void readFile(currentTarget.files?.[0])}
				/>
			</label>
		</section>
	);
}

/** Scans the camera's picture until a code is found; returns a function that stops it. */
function watch(
	video: HTMLVideoElement | null,
	onFound: (serialNumber: string) => void,
	onNoCamera: () => void,
): () => void {
	let stream: MediaStream | undefined;
	let ended = false;
	const timer = setInterval(() => {
		if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
		const pixels = pixelsOf(video, video.videoWidth, video.videoHeight);
		const serialNumber = pixels && serialNumberIn(pixels);
		if (serialNumber) onFound(serialNumber);
	}, INTERVAL_MS);
	const stop = (): void => {
		ended = true;
		clearInterval(timer);
		for (const track of stream?.getTracks() ?? []) track.stop();
	};
	const start = async (): Promise<void> => {
		stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
		if (ended || !video) {
			stop();
			return;
		}
		video.srcObject = stream;
		await video.play();
	};
	start().catch(() => {
		if (!ended) onNoCamera();
	});
	return stop;
}
