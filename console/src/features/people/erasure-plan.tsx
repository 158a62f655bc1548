/** What an erasure would do: what goes, what a law holds, who has to hear of it. */
import { Alert, Stack, TextInput } from "@mantine/core";
import type { ErasurePlan } from "../../api/types";
import { Counts, Keeps } from "./counts";
import { useWords } from "./words";

export function Plan({ plan: p, typed, type }: { plan: ErasurePlan; typed: string; type: (text: string) => void }) {
  const { t, n, say } = useWords();
  return (
    <Stack gap="sm">
      {p.too_much && (
        <Alert variant="outline" color="gray" role="alert" title={t("er_too_much")} className="grave">
          {say("er_too_much_def", { n: n(p.rows) })}
          <TextInput
            mt="xs"
            maw={220}
            inputMode="numeric"
            label={t("er_rows")}
            value={typed}
            onChange={(e) => type(e.target.value)}
          />
        </Alert>
      )}
      {p.people > 1 && <div role="note">{say("er_joined", { n: n(p.people) })}</div>}
      <section aria-label={t("er_gone")}>
        <b>{t("er_gone")}</b>
        <Counts counts={p.gone} />
      </section>
      <section aria-label={t("er_kept")}>
        <b>{t("er_kept")}</b>
        {p.kept.length === 0 ? <div className="quiet">{t("er_kept_none")}</div> : <Keeps kept={p.kept} />}
      </section>
      <section aria-label={t("er_outside")}>
        <b>{t("er_outside")}</b>
        {p.recipients.length === 0 ? (
          <div className="quiet">{t("er_outside_none")}</div>
        ) : (
          <>
            <div>{p.recipients.join(", ")}</div>
            <div className="quiet">{t("er_outside_plan")}</div>
          </>
        )}
      </section>
      <section aria-label={t("er_backups")}>
        <b>{t("er_backups")}</b>
        <div className="quiet">{t("er_backups_plan")}</div>
      </section>
    </Stack>
  );
}
