/** What stands in a rectangle after its header, in one encoding. */

import { Part } from '../part';

/** Lengths of the session's pixels, bytes. */
export interface PixelLengths {
  readonly bytesPerPixel: number;
  readonly bytesPerTightPixel: number;
}

export abstract class Encoding extends Part {
  /** Begins a rectangle; sets `skip` and `need`. Width and height are below 65,536. */
  abstract begin(width: number, height: number, pixels: PixelLengths): void;
}

/** An encoding whose length follows from the rectangle's header. A double holds every product of them exactly. */
export class Sized extends Encoding {
  constructor(private readonly bytes: (width: number, height: number, pixels: PixelLengths) => number) {
    super();
  }

  begin(width: number, height: number, pixels: PixelLengths): void {
    this.next(this.bytes(width, height, pixels), 0);
  }

  read(): void {
    this.next(0, 0);
  }
}

/** An encoding that tells its length ahead. */
export class LengthAhead extends Encoding {
  #bytesPerPixel = 0;

  /**
   * @param head bytes to be seen
   * @param rest how many follow them; none when it can't be so many
   */
  constructor(
    private readonly head: number,
    private readonly rest: (head: Buffer, at: number, bytesPerPixel: number) => number | null,
  ) {
    super();
  }

  begin(_width: number, _height: number, { bytesPerPixel }: PixelLengths): void {
    this.#bytesPerPixel = bytesPerPixel;
    this.next(0, this.head);
  }

  read(bytes: Buffer, at: number): void {
    const rest = this.rest(bytes, at, this.#bytesPerPixel);
    if (rest === null) this.fail('too_long', 'a length ahead of its rectangle');
    else this.next(rest, 0);
  }
}
