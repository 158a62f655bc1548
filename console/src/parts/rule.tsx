/** The rule behind a sentence stands behind a mark: who wants it presses, everybody else reads on. */
import { Popover, UnstyledButton } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import type { Explanation } from "../api/types";
import { useWords } from "../words/catalogue";

type Rule = Pick<NonNullable<Explanation["rule"]>, "id"> & Partial<NonNullable<Explanation["rule"]>>;

/** `§`, and behind it each rule's name, how settled it is, what it says and where it stands. */
export function RuleMark({ rules }: { rules: Rule[] }) {
  const { t } = useWords();
  const ids = rules.map((r) => r.id);
  return (
    <Popover width={300} position="bottom-start" shadow="md" withArrow trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className="rule-mark" data-rule={ids.join(" ")} aria-label={`${t("rule")} ${ids.join(", ")}`}>
          §
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className="rule-said">
        {rules.map((r) => (
          <div key={r.id}>
            <b>
              {t("rule")} {r.id}
              {r.certainty && ` (${t(r.certainty === "settled" ? "settled" : "unsettled")})`}
            </b>
            {r.text && <div>{r.text}</div>}
            {r.source && <div className="quiet">{r.source}</div>}
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Ids in brackets, as words and the server write them: `(B-11)`, `(T-05, T-10)`. */
const CITED = /\s*\(((?:[A-Z]-\d{2}(?:, )?)+)\)([.,;:]?)/;

/** A text without its rules, where there is no room for marks: a tooltip. */
export const unruled = (text: string) => text.replaceAll(new RegExp(CITED, "g"), "$2");

/** A text with its rules behind marks. */
export function Ruled({ children: text }: { children: string }): ReactNode {
  const parts = text.split(CITED);
  return parts.map((part, i) =>
    i % 3 === 0 ? (
      part
    ) : i % 3 === 2 ? null : (
      <Fragment key={i}>
        {/* What ends the sentence stays with its last word. */}
        {parts[i + 1]}
        {"\u00a0"}
        <RuleMark rules={part.split(", ").map((id) => ({ id }))} />
      </Fragment>
    ),
  );
}
