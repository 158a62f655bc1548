/** A newsletter as a mail program shows it. */
import { Group, Loader, SegmentedControl, Stack, Switch } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { Fault } from "../../parts/fault";
import { useWords } from "./words";

// In the frame nothing runs and nothing opens; a link that led the frame itself away would take the preview with it.
// Pictures lie elsewhere, and the console loads nothing from there: their words stand in for them until asked for.
const framed = (html: string) =>
  html.replace("<head>", '<head><base target="_blank">').replaceAll(/(<img [^>]*?)src="[^"]*"/g, '$1src="data:,"');

/** `stamp` is the state it shows: a new one is fetched when it changes. */
export function Preview({ id, stamp, preheader }: { id: string; stamp: number; preheader?: string }) {
  const { t } = useWords();
  const [kind, setKind] = useState("html");
  const [width, setWidth] = useState("desktop");
  const [pictures, setPictures] = useState(false);
  const preview = api.useQuery(
    "get",
    "/campaigns/{id}/preview",
    { params: { path: { id } }, stamp },
    { placeholderData: (old) => old, gcTime: 30_000 },
  );
  if (preview.error) return <Fault error={preview.error} retry={() => preview.refetch()} />;
  if (!preview.data) return <Loader />;
  const { subject, from, html, text } = preview.data;
  return (
    <Stack gap="xs" component="section" aria-label={t("mail_preview")}>
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("mail_preview")}
          value={kind}
          onChange={setKind}
          data={[
            { value: "html", label: "HTML" },
            { value: "text", label: t("plain_text") },
          ]}
        />
        {kind === "html" && html.includes("<img ") && (
          <Switch
            size="xs"
            label={t("pictures")}
            title={t("pictures_def")}
            checked={pictures}
            onChange={(e) => setPictures(e.target.checked)}
          />
        )}
        {kind === "html" && (
          <SegmentedControl
            size="xs"
            aria-label={t("device")}
            value={width}
            onChange={setWidth}
            data={[
              { value: "desktop", label: t("desktop") },
              { value: "mobile", label: t("mobile") },
            ]}
          />
        )}
      </Group>
      <div className="wrap">
        <div className="quiet">
          {t("from")}: {from}
        </div>
        <b>{subject || <span className="quiet">{t("subject_none")}</span>}</b>
        {preheader && <span className="quiet"> – {preheader}</span>}
      </div>
      {kind === "text" ? (
        <pre className="code mail" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <iframe
          key={String(pictures) + stamp}
          title={t("mail_preview")}
          sandbox=""
          {...(pictures ? { src: `/api/v1/campaigns/${id}/preview/page` } : { srcDoc: framed(html) })}
          className={width === "mobile" ? "mail slender" : "mail"}
        />
      )}
    </Stack>
  );
}
