/** The line that a site takes in, and how scripts and trackers wait for a yes. */
import { Button, CopyButton, Group, Stack } from "@mantine/core";
import type { Site } from "../../api/types";
import { useWords } from "./words";

const MARKED = `<script type="text/plain" data-purpose="ads" src="https://…"></script>`;

export function Tag({ site }: { site: Site }) {
  const { t } = useWords();
  const line = `<script src="${location.origin}/t/${site.key}.js" async></script>`;
  return (
    <Stack className="card" maw={760}>
      <div>{t("tag_hint")}</div>
      <pre className="code">{line}</pre>
      <Group>
        <CopyButton value={line}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <div>{t("tag_scripts")}</div>
      <pre className="code">{MARKED}</pre>
      <div>{t("tag_trackers")}</div>
      <pre className="code">{site.key}</pre>
    </Stack>
  );
}
