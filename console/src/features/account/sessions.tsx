/** Where one is signed in. */
import { Button, Group, Stack, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type OwnSession } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

export function Sessions() {
  const { t, date } = useWords();
  const client = useQueryClient();
  const all = useQuery({ queryKey: ["sessions"], queryFn: () => api<OwnSession[]>("/sessions") });
  const end = (id: string) =>
    api(`/sessions/${id}`, { method: "DELETE" }).then(() => client.invalidateQueries({ queryKey: ["sessions"] }));
  return (
    <section className="card">
      <Title order={2} size="h4" mb={6}>
        {t("my_sessions")}
      </Title>
      <Stack gap="sm">
        {all.error && <Fault error={all.error} />}
        {all.data?.map((s) => (
          <Group justify="space-between" key={s.id}>
            <div>
              {s.device} {s.current && <b>({t("this_one")})</b>}
              <div className="quiet">
                {t("last_seen")} {date(s.seen_at, { dateStyle: "medium", timeStyle: "short" })}
              </div>
            </div>
            {!s.current && (
              <Button size="xs" variant="default" onClick={() => end(s.id)}>
                {t("end")}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </section>
  );
}
