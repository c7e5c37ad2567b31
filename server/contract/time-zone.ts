/**
 * Names of time zones. IANA renames some (Asia/Calcutta became Asia/Kolkata) and keeps both; browsers and Node list one of the two, not all the
 * same one, and take either.
 */

/** Old name → the present one. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The name that IANA uses today. */
export function presentZone(name: string): string {
  return renamed[name] ?? name;
}

/** The names to choose from: those that the runtime lists, old and present ones, and the one that is stored, whatever it is. */
export function zoneNames(listed: readonly string[], stored: string): string[] {
  const present = Object.entries(renamed).flatMap(([old, name]) => [old, name].filter(isTimeZone));
  const names = new Set([...listed, ...present, ...(stored === '' ? [] : [stored])]);
  names.delete('UTC');
  return ['UTC', ...[...names].sort()];
}
