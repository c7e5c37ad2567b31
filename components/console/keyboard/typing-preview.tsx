'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { TypingPlan, UntypedCharacter } from './typing-plan';
import classes from './typing-preview.module.css';

/** A person looks for what is wrong, not at all of a long text. */
const MOST_SHOWN = 400;
/** Characters before the first mark. */
const BEFORE = 40;

interface Marked {
  text: string;
  mark: 'untypeable' | 'uncertain' | null;
}

/** @returns pieces of the text, the marked ones by themselves */
function piecesOf(text: string, { untypeable, uncertain }: TypingPlan): Marked[] {
  const marks = new Map<number, Marked & { length: number }>();
  const put = (list: readonly UntypedCharacter[], mark: Marked['mark']) => {
    for (const one of list) marks.set(one.index, { text: one.text, mark, length: one.text.length });
  };
  put(uncertain, 'uncertain');
  put(untypeable, 'untypeable');
  const sorted = [...marks].toSorted(([a], [b]) => a - b);
  const from = Math.max(0, (sorted[0]?.[0] ?? 0) - BEFORE);
  const until = Math.min(text.length, from + MOST_SHOWN);
  const pieces: Marked[] = from > 0 ? [{ text: '… ', mark: null }] : [];
  let at = from;
  for (const [index, { text: marked, mark, length }] of sorted) {
    if (index >= until) break;
    if (index > at) pieces.push({ text: text.slice(at, index), mark: null });
    pieces.push({ text: marked, mark });
    at = index + length;
  }
  if (at < until) pieces.push({ text: text.slice(at, until), mark: null });
  if (until < text.length) pieces.push({ text: ' …', mark: null });
  return pieces;
}

/** What will not arrive, or may not, in its place; of a secret only how much. */
export function TypingPreview({ text, plan, secret }: { text: string; plan: TypingPlan; secret: boolean }) {
  const t = useTranslations('consoleKeyboard');
  const { untypeable, uncertain } = plan;
  const listed = (list: readonly UntypedCharacter[]) => [...new Set(list.map((one) => one.text))].slice(0, 12).join(' ');
  const places = (list: readonly UntypedCharacter[]) =>
    list
      .slice(0, 12)
      .map(({ index }) => index + 1)
      .join(', ');
  return (
    <div role="status" className={classes.preview}>
      {untypeable.length > 0 ? (
        <Text size="sm" className={classes.problem}>
          {t('typeText.untypeable', { count: untypeable.length })}{' '}
          {secret ? t('typeText.atPlaces', { places: places(untypeable) }) : <bdi>{listed(untypeable)}</bdi>}
        </Text>
      ) : null}
      {uncertain.length > 0 ? (
        <Text size="sm">
          {t('typeText.uncertain', { count: uncertain.length })}{' '}
          {secret ? t('typeText.atPlaces', { places: places(uncertain) }) : <bdi>{listed(uncertain)}</bdi>}
        </Text>
      ) : null}
      {!secret && untypeable.length + uncertain.length > 0 ? (
        <pre className={classes.text} aria-label={t('typeText.preview')} tabIndex={0}>
          {piecesOf(text, plan).map(({ text: piece, mark }, n) =>
            mark === null ? (
              piece
            ) : (
              <mark key={n} data-mark={mark} className={classes[mark]}>
                {piece}
              </mark>
            ),
          )}
        </pre>
      ) : null}
    </div>
  );
}
