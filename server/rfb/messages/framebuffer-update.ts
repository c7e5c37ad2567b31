/** FramebufferUpdate after its type (RFC 6143 section 7.6.1): a count, and rectangles each with a header and its encoding's data. */

import { encodings } from './encoding-types';
import type { Encoding } from './encodings/encoding';
import { EncodingTable } from './encodings/table';
import { Part } from './part';
import type { PixelAgreement } from './pixel-agreement';

/** Padding and count. */
const HEAD = 3;
const RECTANGLE_HEADER = 12;

export class FramebufferUpdate extends Part {
  readonly #table = new EncodingTable();
  #state: 'count' | 'rectangle' | 'data' = 'count';
  /** That are still to come, the one under way among them. */
  #rectangles = 0;
  #data: Encoding | null = null;

  constructor(private readonly agreement: PixelAgreement) {
    super();
  }

  begin(): void {
    this.#state = 'count';
    this.next(0, HEAD);
    if (!this.agreement.fixed) this.fail('out_of_turn', 'an update before the client asked for one');
  }

  read(bytes: Buffer, at: number): void {
    switch (this.#state) {
      case 'count':
        this.#rectangles = bytes.readUInt16BE(at + 1);
        return this.#expectRectangle();
      case 'rectangle':
        return this.#readHeader(bytes, at);
      case 'data':
        this.#data!.read(bytes, at);
        return this.#follow(this.#data!);
    }
  }

  #readHeader(bytes: Buffer, at: number): void {
    const encoding = bytes.readInt32BE(at + 8);
    // rfbproto, "LastRect Pseudo-encoding": whatever number was announced, no more follow.
    if (encoding === encodings.lastRect) return this.next(0, 0);
    if (encoding === encodings.extendedMouseButtons) this.agreement.extendedMouse = true;
    const data = this.#table.get(encoding);
    if (!data) return this.fail('unknown', `rectangle encoding ${encoding}`);
    this.#data = data;
    this.#state = 'data';
    data.begin(bytes.readUInt16BE(at + 4), bytes.readUInt16BE(at + 6), this.agreement);
    this.#follow(data);
  }

  #follow(data: Encoding): void {
    if (data.problem) return this.fail(data.problem.reason, data.problem.detail);
    if (data.need > 0) return this.next(data.skip, data.need);
    this.#rectangles--;
    this.#expectRectangle(data.skip);
  }

  /** @param rest of the rectangle before */
  #expectRectangle(rest = 0): void {
    this.#state = 'rectangle';
    this.next(rest, this.#rectangles > 0 ? RECTANGLE_HEADER : 0);
  }
}
