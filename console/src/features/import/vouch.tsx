/** What a member of staff vouches for of a whole file: the words, where and when they were shown. */
import { Checkbox, Stack, Textarea, TextInput } from "@mantine/core";
import type { Vouched } from "../../api/types";
import { useWords } from "./words";

export type Draft = Pick<Vouched, "words" | "place" | "from_on" | "to_on">;

export const EMPTY: Draft = { words: "", place: "", from_on: "", to_on: "" };

/** Whether enough is said to be sent. */
export const whole = (draft: Draft) =>
  [...draft.words.trim()].length >= 10 &&
  draft.place.trim().length >= 3 &&
  draft.from_on !== "" &&
  draft.to_on !== "" &&
  draft.from_on <= draft.to_on;

export function Vouch({ draft, change, works }: { draft?: Draft; change: (draft?: Draft) => void; works: boolean }) {
  const { t } = useWords();
  const set = (part: Partial<Draft>) => change({ ...(draft ?? EMPTY), ...part });
  return (
    <Stack gap={8} id="im-vouch">
      <Checkbox
        label={t("im_vouch")}
        description={t("im_vouch_def")}
        disabled={works}
        checked={!!draft}
        onChange={(e) => change(e.target.checked ? EMPTY : undefined)}
      />
      {draft && (
        <Stack gap={8} pl={28}>
          <Textarea
            label={t("im_vouch_words")}
            description={t("im_vouch_words_def")}
            autosize
            minRows={2}
            maxLength={2000}
            disabled={works}
            value={draft.words}
            onChange={(e) => set({ words: e.target.value })}
          />
          <TextInput
            label={t("im_vouch_place")}
            description={t("im_vouch_place_def")}
            maxLength={300}
            disabled={works}
            value={draft.place}
            onChange={(e) => set({ place: e.target.value })}
          />
          <div className="reach-pair">
            <TextInput
              type="date"
              label={t("im_vouch_from")}
              disabled={works}
              value={draft.from_on}
              onChange={(e) => set({ from_on: e.target.value })}
            />
            <TextInput
              type="date"
              label={t("im_vouch_to")}
              disabled={works}
              value={draft.to_on}
              onChange={(e) => set({ to_on: e.target.value })}
            />
          </div>
          <div className="quiet">{t("im_vouch_weaker")}</div>
        </Stack>
      )}
    </Stack>
  );
}
