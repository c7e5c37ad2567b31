/** A cursor for machines that tell of none. */

export interface CursorImage {
  /** Four bytes a pixel: red, green, blue, opacity. */
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** `#` black, `.` white. */
const rows = [
  '#           ',
  '##          ',
  '#.#         ',
  '#..#        ',
  '#...#       ',
  '#....#      ',
  '#.....#     ',
  '#......#    ',
  '#.......#   ',
  '#........#  ',
  '#.........# ',
  '#......#####',
  '#...#..#    ',
  '#..##..#    ',
  '#.#  #..#   ',
  '##   #..#   ',
  '#     #..#  ',
  '      #..#  ',
  '       ##   ',
];

export function arrow(): CursorImage {
  const [width, height] = [rows[0]!.length, rows.length];
  const pixels = new Uint8Array(width * height * 4);
  rows.forEach((row, y) =>
    Array.from(row).forEach((sign, x) => {
      if (sign === ' ') return;
      const value = sign === '.' ? 255 : 0;
      pixels.set([value, value, value, 255], (y * width + x) * 4);
    }),
  );
  return { pixels, width, height };
}
