/** A file as an answer, sent while it is made. */

import 'server-only';

/**
 * @param pieces of the file; the next is asked for when the browser has taken the one before
 * @throws whatever the first piece fails with: until then an ordinary error can still be answered
 */
export async function download(pieces: AsyncIterator<string>, file: { name: string; type: string }): Promise<Response> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string> | null = await pieces.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = next ?? (await pieces.next());
      next = null;
      if (piece.done) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
  return new Response(body, {
    headers: {
      'Cache-Control': 'no-store',
      'Content-Type': `${file.type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${file.name}"`,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
