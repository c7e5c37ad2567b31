/** The mark: an archway, and a pointer that has gone through it. The same drawing as public/favicon.svg. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b6575" />
      <path d="M7.5 25.5V15.2a8.5 8.5 0 0 1 17 0v10.3" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <path d="m13.2 13.8 7.7 5.6-3.9.7-2.3 3.3z" fill="#9fd6de" stroke="#9fd6de" strokeWidth="1.6" strokeLinejoin="round" />
    </svg>
  );
}

/** Archways one inside the other: the mark's motif, behind the page that one signs in on. */
export function Arches({ className }: { className?: string | undefined }) {
  const radii = [110, 145, 180, 215, 250, 285];
  return (
    <svg className={className} viewBox="0 0 600 420" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden focusable="false">
      {radii.map((radius) => (
        <path key={radius} d={`M${300 - radius} 420V300a${radius} ${radius} 0 0 1 ${2 * radius} 0V420`} opacity={1 - radius / 320} />
      ))}
    </svg>
  );
}

/** The motif once more, small: above the words of an empty list. */
export function Doorway({ className }: { className?: string | undefined }) {
  const radii = [16, 28, 40, 52];
  return (
    <svg className={className} viewBox="0 0 120 76" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden focusable="false">
      {radii.map((radius, index) => (
        <path key={radius} d={`M${60 - radius} 75V56a${radius} ${radius} 0 0 1 ${2 * radius} 0V75`} opacity={1 - index * 0.26} />
      ))}
      <path d="M4 75h112" opacity="0.5" strokeLinecap="round" />
      <path d="m57 55 9 6.5-4.5.8-2.7 3.900z" fill="currentColor" strokeLinejoin="round" />
    </svg>
  );
}
