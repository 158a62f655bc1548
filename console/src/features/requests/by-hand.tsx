/** What goes by hand: copied, or on paper. */
import { Button, CopyButton, Group } from "@mantine/core";
import type { ReplyDraft } from "../../api/types";
import { useWords } from "./words";

const PAPER = "white-space: pre-wrap; max-width: 640px; margin: 48px auto; font: 15px/1.5 system-ui, sans-serif";

function print(reply: ReplyDraft, to: string) {
  const page = open("", "_blank");
  if (!page) return;
  const text = page.document.createElement("div");
  text.style.cssText = PAPER;
  text.textContent = `${to ? `${to}\n\n` : ""}${reply.subject}\n\n${reply.text}`;
  page.document.title = reply.subject;
  page.document.body.append(text);
  page.print();
}

export function ByHand({ reply, to }: { reply: ReplyDraft; to: string }) {
  const { t } = useWords();
  return (
    <>
      {to && (
        <div>
          {t("rq_contact")}: {to}
        </div>
      )}
      <Group mt={8} gap="xs">
        <CopyButton value={`${reply.subject}\n\n${reply.text}`}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={() => print(reply, to)}>
          {t("rq_print")}
        </Button>
      </Group>
    </>
  );
}
