'use client';

import { Autocomplete } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { call } from '../api/client';
import { useTags } from '../hosts/use-tags';
import { type Choice, type PickerProps, SearchPicker } from './search-picker';

const SUGGESTIONS = 12;

type Names = Omit<PickerProps, 'clearLabel' | 'nothingFound'>;

/** "Anna Berg (anna)": two people may be shown alike, their names differ. */
export function personLabel({ name, displayName }: { name: string; displayName: string }): string {
  return displayName && displayName !== name ? `${displayName} (${name})` : name;
}

const toPerson = (user: { id: string; name: string; displayName: string }): Choice => ({ value: user.id, label: personLabel(user) });
const toGroup = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, label: name });
const toHost = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, label: name && name !== id ? `${name} (${id})` : id });

const searchPeople = async (q: string, signal: AbortSignal) =>
  (await call('listUsers', { query: { q, limit: SUGGESTIONS }, signal })).items.map(toPerson);
const findPerson = async (id: string, signal: AbortSignal) => toPerson(await call('getUser', { params: { id }, signal }));
const searchGroups = async (q: string, signal: AbortSignal) =>
  (await call('listGroups', { query: { q, limit: SUGGESTIONS }, signal })).items.map(toGroup);
const findGroup = async (id: string, signal: AbortSignal) => toGroup(await call('getGroup', { params: { id }, signal }));
const searchHosts = async (q: string, signal: AbortSignal) =>
  (await call('listHosts', { query: { q, limit: SUGGESTIONS, sort: 'name' }, signal })).items.map(toHost);
const findHost = async (id: string, signal: AbortSignal) => toHost(await call('getHost', { params: { id }, signal }));

function useNames(label: string) {
  const t = useTranslations('access');
  return { clearLabel: t('filter.clearField', { field: label }), nothingFound: t('filter.nothingFound') };
}

export function PersonPicker(props: Names) {
  return <SearchPicker {...props} {...useNames(props.label)} search={searchPeople} find={findPerson} />;
}
export function GroupPicker(props: Names) {
  return <SearchPicker {...props} {...useNames(props.label)} search={searchGroups} find={findGroup} />;
}
export function HostPicker(props: Names) {
  return <SearchPicker {...props} {...useNames(props.label)} search={searchHosts} find={findHost} />;
}

interface TagProps {
  label: string;
  description?: string;
  placeholder?: string;
  value: string;
  onChange: (tag: string) => void;
  error?: ReactNode;
}

/** A tag: one of those in use, or one that hosts will get. */
export function TagPicker(props: TagProps) {
  const { tags } = useTags();
  return <Autocomplete {...props} data={tags.map(({ tag }) => tag)} limit={SUGGESTIONS} spellCheck={false} autoComplete="off" />;
}
