/** The answer as it goes out: read, changed, sent. */
import { Button, Group, Textarea, TextInput } from "@mantine/core";
import type { ReplyDraft } from "../../api/types";
import { useWords } from "./words";

/** Characters that the server wants at least. */
const TEXT_LEAST = 10;

interface Props {
  draft: ReplyDraft;
  change: (draft: ReplyDraft) => void;
  language: string;
  /** Where it is mailed; nowhere when it goes by hand. */
  to?: string;
  busy: boolean;
  send: () => void;
}

export function Letter({ draft, change, language, to, busy, send }: Props) {
  const { t, say } = useWords();
  // The template leaves three dots where only whoever answers knows what to say.
  const gap = (draft.text + draft.subject).includes("…");
  return (
    <>
      <TextInput
        label={t("subject")}
        maxLength={200}
        error={draft.subject.trim() ? undefined : t("must_fill")}
        value={draft.subject}
        onChange={(e) => change({ ...draft, subject: e.target.value })}
      />
      <Textarea
        autosize
        minRows={8}
        label={t("block_text")}
        maxLength={10000}
        lang={language}
        value={draft.text}
        onChange={(e) => change({ ...draft, text: e.target.value })}
      />
      {gap && (
        <div role="status" id="rq-gap">
          {t("rq_gap")}
        </div>
      )}
      <div className="quiet wrap">{to ? say("rq_goes_to", { to }) : t("rq_goes_nowhere")}</div>
      <Group>
        <Button
          loading={busy}
          disabled={gap || !draft.subject.trim() || draft.text.trim().length < TEXT_LEAST}
          aria-describedby={gap ? "rq-gap" : undefined}
          onClick={send}
        >
          {t(to ? "rq_send" : "rq_write_down")}
        </Button>
      </Group>
    </>
  );
}
