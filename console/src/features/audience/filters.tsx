/** What the report is filtered by: each part in words and taken away by one press, the whole of it changed or kept. */
import { Button, CloseButton, Group as Row } from "@mantine/core";
import { useState } from "react";
import { Builder } from "./builder";
import type { About } from "./condition";
import { all, type Group, isGroup, read, write } from "./filter";
import { Saved } from "./saved";
import { useSentence } from "./sentence";
import { useWords } from "./words";

interface Props {
  about: Omit<About, "tried">;
  text: string;
  set: (text: string) => void;
}

export function Filters({ about, text, set }: Props) {
  const { t } = useWords();
  const sentence = useSentence();
  const [open, setOpen] = useState(false);
  const filter = read(text);
  const put = (next: Group) => set(write(next));
  return (
    <Row gap={8} mb="sm" role="group" aria-label={t("f_title")}>
      {filter?.parts.map((part, at) => (
        <span key={JSON.stringify(part)} className="card filter">
          <b>{isGroup(part) && part.parts.length > 1 && !part.not ? `(${sentence(part)})` : sentence(part)}</b>
          <CloseButton
            size="xs"
            aria-label={`${t("clear")}: ${sentence(part)}`}
            onClick={() => put(all(filter.parts.filter((_, i) => i !== at)))}
          />
        </span>
      ))}
      {!filter && <span className="quiet">{t("f_unreadable")}</span>}
      <Button
        size="compact-sm"
        variant="default"
        disabled={about.dimensions.length === 0}
        onClick={() => setOpen(true)}
      >
        {t(text ? "f_change" : "f_begin")}
      </Button>
      <Saved site={about.site} filter={filter ? text : ""} set={set} />
      {text && (
        <Button size="compact-sm" variant="subtle" onClick={() => set("")}>
          {t("clear")}
        </Button>
      )}
      {open && (
        <Builder
          about={about}
          filter={filter ?? all([])}
          close={() => setOpen(false)}
          apply={(next) => {
            put(next);
            setOpen(false);
          }}
        />
      )}
    </Row>
  );
}
