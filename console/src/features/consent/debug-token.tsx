/** A token for an hour. What it opens is the answer to whoever sends the event, and nothing else. */
import { Button, CopyButton, Group } from "@mantine/core";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useWords } from "./words";

export function Token({ site }: { site: Site }) {
  const { t, say, date } = useWords();
  const make = api.useMutation("post", "/sites/{id}/debug/token", { meta: { quiet: true } });
  const made = make.data;
  return (
    <div className="lined">
      <div>{t("dbg_live")}</div>
      <Group mt={8}>
        <Button
          size="xs"
          variant="default"
          loading={make.isPending}
          onClick={() => make.mutate({ params: { path: { id: site.id } } })}
        >
          {t("dbg_make")}
        </Button>
      </Group>
      <Fault error={make.error} />
      {made && (
        <>
          <pre className="code gap-top-s">
            {`curl -H 'Hjemmel-Debug: ${made.token}' -d '{"events":[…]}' ${location.origin}/c/${site.key}/e`}
          </pre>
          <Group mt={6} gap="xs">
            <CopyButton value={made.token}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" onClick={copy}>
                  {t(copied ? "copied" : "copy")}
                </Button>
              )}
            </CopyButton>
            <span className="quiet">
              {say("dbg_until", { moment: date(made.expires_at_ms, { timeStyle: "short" }) })}
            </span>
          </Group>
        </>
      )}
    </div>
  );
}
