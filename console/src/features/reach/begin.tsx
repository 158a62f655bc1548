/** A new newsletter, with an example in it. */
import { Button } from "@mantine/core";
import { api, server } from "../../api/client";
import type { Form } from "../../api/types";
import { ACCENT, type Body } from "./outcomes";
import { useWords } from "./words";

export function useBegin(form: Form | undefined, show: (id: string) => void) {
  const { t, lang, date } = useWords();
  const create = api.useMutation("post", "/campaigns", { onSuccess: (made) => show(made.campaign.id) });
  const topic = form?.topics[0];
  const begin = async () => {
    if (!form || !topic) return;
    // In the language of those who get it; of whoever writes only while nobody said yes.
    const readers = await server.GET("/topics/{id}/readers", { params: { path: { id: topic.id } } }).catch(() => ({}));
    const language = "data" in readers ? readers.data?.language : undefined;
    const body: Body = {
      name: `${t("campaign_one")} ${date(Date.now(), { dateStyle: "long" })}`,
      form: form.id,
      topic: topic.id,
      language: language ?? lang,
      only_language: false,
      segment: null,
      // Without a subject it cannot go out, so that the example does not go out by mistake.
      subject: "",
      preheader: "",
      accent: ACCENT,
      blocks: [
        { kind: "heading", text: t("example_heading") },
        { kind: "text", text: t("example_text") },
      ],
    };
    create.mutate({ body });
  };
  return { begin, error: create.error, busy: create.isPending };
}

export function Begin({ begin, label, form, busy }: { begin: () => void; label: string; form?: Form; busy: boolean }) {
  return (
    <Button disabled={!form} loading={busy} onClick={begin}>
      {label}
    </Button>
  );
}
