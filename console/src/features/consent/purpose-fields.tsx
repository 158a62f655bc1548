/** What can be said of a purpose besides that it is there: who else gets the data, how long it is kept, own words. */

import { Button, Group, NumberInput, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { NoticePurpose, Purpose } from "../../api/types";
import { useOwnLanguages } from "../../parts/languages";
import { Ruled } from "../../parts/rule";
import type { PurposeDraft } from "./notice-draft";
import { useWords } from "./words";

interface Props {
  purpose: Purpose;
  draft: PurposeDraft;
  before?: NoticePurpose;
  change: (next: PurposeDraft) => void;
}

export function PurposeFields({ purpose, draft, before, change }: Props) {
  const { t } = useWords();
  const languages = useOwnLanguages();
  const [words, setWords] = useState(false);
  const days = draft.retention_days ?? purpose.retention_days;
  const more = draft.recipients.some((r) => r.trim() && !before?.recipients.includes(r.trim()));
  const asked = before && (days > before.retention_days || more);
  return (
    <Stack gap={6} ml={30} mt={6}>
      <TextInput
        size="xs"
        label={t("recipients")}
        value={draft.recipients.join(", ")}
        onChange={(e) => change({ ...draft, recipients: e.target.value ? e.target.value.split(/,\s*/) : [] })}
      />
      <NumberInput
        size="xs"
        w={200}
        min={1}
        max={3650}
        allowDecimal={false}
        label={t("kept_days")}
        value={days}
        onChange={(v) => change({ ...draft, retention_days: Number(v) || undefined })}
      />
      {asked && (
        <div className="quiet">
          <Ruled>{t("asked_again")}</Ruled>
        </div>
      )}
      {before && days < before.retention_days && <div className="quiet">{t("kept_shorter")}</div>}
      {words ? (
        languages.map((l) => (
          <Textarea
            key={l}
            size="xs"
            autosize
            label={`${t("own_words")} (${l})`}
            value={draft.text[l] ?? purpose.text[l]}
            onChange={(e) => change({ ...draft, text: { ...draft.text, [l]: e.target.value } })}
          />
        ))
      ) : (
        <Group>
          <Button size="compact-xs" variant="subtle" onClick={() => setWords(true)}>
            {t("own_words")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
