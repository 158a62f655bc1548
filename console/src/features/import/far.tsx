/** How far an import is, and stopping it. */
import { Group, Progress } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { ImportView } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { useWords } from "./words";

export function Far({ view: { import: i } }: { view: ImportView }) {
  const { t, n, say } = useWords();
  const client = useQueryClient();
  const path = { params: { path: { id: i.id } } };
  const cancel = api.useMutation("post", "/imports/{id}/cancel", {
    onSuccess: (view) => client.setQueryData(api.queryOptions("get", "/imports/{id}", path).queryKey, view),
  });
  const all = n(i.rows_total);
  const far =
    i.rows_done === 0
      ? `${t("im_nos_first")} ${say("im_rows_of", { n: n(i.rows_checked), all })}`
      : say("im_rows_of", { n: n(i.rows_done), all });
  return (
    <div className="narrow">
      <Progress
        aria-label={t("im_far")}
        value={i.rows_total > 0 ? Math.min(100, (50 * (i.rows_checked + i.rows_done)) / i.rows_total) : 0}
      />
      <Group justify="space-between" gap="xs">
        <span className="quiet">{far}</span>
        <Sure
          label={t("im_cancel")}
          mr={-8}
          text={t(i.dry ? "im_cancel_look_sure" : "im_cancel_bring_sure")}
          go={() => cancel.mutateAsync(path)}
        />
      </Group>
    </div>
  );
}
