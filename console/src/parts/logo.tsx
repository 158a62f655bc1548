/** The mark and the name. */
export function Logo() {
  return (
    <span className="logo">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="7" fill="var(--mantine-primary-color-filled)" />
        <path
          d="M10 8v16M22 8v16M10 17h12"
          stroke="var(--mantine-color-body)"
          strokeWidth="3.2"
          strokeLinecap="round"
        />
      </svg>
      Hjemmel
    </span>
  );
}
