import { describe, expect, it } from 'vitest';
import { CsvError, readCsv, writeCsv } from '../../../server/csv/csv';
import { unguarded } from '../../../server/csv/formula-guard';

const cells = (text: string) => readCsv(text).map((row) => row.cells);

describe('comma-separated values', () => {
  it.each<[string, string, string[][]]>([
    [
      'plain',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'without an end of line at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'with CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['with lone CR', 'a\rb\r', [['a'], ['b']]],
    [
      'with a BOM',
      '\uFEFFid,name\nx,y',
      [
        ['id', 'name'],
        ['x', 'y'],
      ],
    ],
    ['quoted', '"a","b c"\n', [['a', 'b c']]],
    [
      'with separators, quotes and line breaks in quotes',
      '"a,b","say ""hi""","two\r\nlines"\nnext',
      [['a,b', 'say "hi"', 'two\r\nlines'], ['next']],
    ],
    [
      'with empty values',
      'a,,c,\n,,,d\n',
      [
        ['a', '', 'c', ''],
        ['', '', '', 'd'],
      ],
    ],
    ['with an empty value at the very end', 'a,b,', [['a', 'b', '']]],
    [
      'with an empty quoted value',
      'a,""\n"",b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['with empty lines', 'a\n\n  \n,,\nb\n\n', [['a'], ['b']]],
    [
      'with semicolons, as spreadsheets of some countries',
      'id;tags\nx;"a,b"\n',
      [
        ['id', 'tags'],
        ['x', 'a,b'],
      ],
    ],
    [
      'with tabs, as the Unicode text of a spreadsheet',
      'id\ttags\nx\ta,b',
      [
        ['id', 'tags'],
        ['x', 'a,b'],
      ],
    ],
    ['with letters of any script', 'ä,日本,🙂', [['ä', '日本', '🙂']]],
    ['empty', '', []],
  ])('are read %s', (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it('know the line of each row, also after line breaks in quotes', () => {
    expect(readCsv('a\n"x\ny\nz"\n\nb').map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it.each([
    ['a\nb,"open', 2],
    ['a\n"b"c,d', 2],
    ['a\nb"c', 2],
    ['a\n"x\ny" z', 3],
  ])('are refused when they are %j, with the line', (text, line) => {
    expect(() => readCsv(text)).toThrow(CsvError);
    expect(() => readCsv(text)).toThrow(expect.objectContaining({ line }));
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1+1', "'=1", "''=1"])(
    'make %j a text for a spreadsheet, and come back as they were',
    (value) => {
      const [[cell]] = cells(writeCsv([[value, 'x']])) as [[string]];
      expect(cell).toMatch(/^'/);
      expect(unguarded(cell)).toBe(value);
    },
  );

  it.each(["O'Neill", "'quoted'", 'a=b', '', "'", -5])('leave %j as it is', (value) => {
    const [[cell]] = cells(writeCsv([[value, 'x']])) as [[string]];
    expect([cell, unguarded(cell)]).toEqual([String(value), String(value)]);
  });

  it('survive being written and read again, whatever is in them', () => {
    const values = ['', 'a', '"', '""', ',', ';', '\n', '\r\n', ' ', 'x"y', ',"\n', 'é'];
    const rows = values.flatMap((one) => values.map((other) => ['id', one, other, 'x']));
    expect(cells(writeCsv(rows)).map((row) => row.map(unguarded))).toEqual(rows);
  });
});
