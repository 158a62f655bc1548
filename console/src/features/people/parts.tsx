/** What the sections about a person share. */
import type { CSSProperties, ReactNode } from "react";
import { useWords, type Word } from "../../i18n";

export const LINE: CSSProperties = { borderTop: "1px solid var(--line)", padding: "7px 0", overflowWrap: "anywhere" };

export function Section({ head, children }: { head: Word; children: ReactNode }) {
  const { t } = useWords();
  return (
    <section aria-label={t(head)}>
      <b>{t(head)}</b>
      {children}
    </section>
  );
}

/** Where something came from, in words; a program that we do not know by its own name. */
export function useFrom() {
  const { known } = useWords();
  return (source: string) => known(`from_${source}`, source);
}

/** What an attribute is called; those that a shop made up, as it calls them. */
export function useAttributeName() {
  const { known } = useWords();
  return (name: string) => known(`attr_${name}`, name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "));
}
