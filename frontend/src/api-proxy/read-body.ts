// Reads a request body into memory, up to a limit.

/** Far above any request of ours, far below what would hurt. */
export const maxBodyBytes = 64 * 1024;

/** The whole body, or "too-large" as soon as that is known; a lying content-length changes nothing. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | "too-large"> {
	if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) return "too-large";
	if (!request.body) return new Uint8Array();
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		length += value.byteLength;
		if (length > maxBodyBytes) {
			await reader.cancel();
			return "too-large";
		}
		chunks.push(value);
	}
	return Uint8Array.from(Buffer.concat(chunks));
}
