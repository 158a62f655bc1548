/** A newsletter as a mail program shows it. */
import { Group, Loader, SegmentedControl, Stack, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type CampaignPreview } from "../../api";
import { Fault } from "../../parts";
import { useSay } from "./parts";

// In the frame nothing runs and nothing opens; a link that led the frame itself away would take the preview with it.
// Pictures lie elsewhere, and the console loads nothing from there: their words stand in for them until they are asked for.
const framed = (html: string) =>
  html.replace("<head>", '<head><base target="_blank">').replaceAll(/(<img [^>]*?)src="[^"]*"/g, '$1src="data:,"');

/** `stamp` is the state it shows: a new one is fetched when it changes. */
export function Preview({ id, stamp, preheader }: { id: string; stamp: number; preheader?: string }) {
  const { t } = useSay();
  const [kind, setKind] = useState("html");
  const [width, setWidth] = useState("desktop");
  const [pictures, setPictures] = useState(false);
  const preview = useQuery({
    queryKey: ["campaign-preview", id, stamp],
    queryFn: () => api<CampaignPreview>(`/campaigns/${id}/preview`),
    placeholderData: (old) => old,
    gcTime: 30_000,
  });
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
      <div style={{ overflowWrap: "anywhere" }}>
        <div className="quiet">
          {t("from")}: {from}
        </div>
        <b>{subject || <span className="quiet">{t("subject_none")}</span>}</b>
        {preheader && <span className="quiet"> – {preheader}</span>}
      </div>
      {kind === "text" ? (
        <pre className="code" tabIndex={0} style={{ maxHeight: "70vh", overflowY: "auto", wordBreak: "break-word" }}>
          {text}
        </pre>
      ) : (
        <iframe
          key={String(pictures) + stamp}
          title={t("mail_preview")}
          sandbox=""
          {...(pictures ? { src: `/api/v1/campaigns/${id}/preview/page` } : { srcDoc: framed(html) })}
          style={{
            width: width === "mobile" ? 360 : "100%",
            maxWidth: "100%",
            height: "min(70vh, 720px)",
            border: "1px solid var(--line)",
            borderRadius: 6,
            background: "#fff",
            colorScheme: "light",
          }}
        />
      )}
    </Stack>
  );
}
