/** Everything taken back for a person who asked. */

import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { Dialog, Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { useWords } from "./words";

export function Stop({ id }: { id: string }) {
  const { t } = useWords();
  const [ask, setAsk] = useState(false);
  const [objects, setObjects] = useState(false);
  const withdraw = api.useMutation("post", "/people/{id}/withdraw", { onSuccess: () => setAsk(false) });
  return (
    <>
      <Button variant="default" onClick={() => setAsk(true)}>
        {t("stop_for")}
      </Button>
      <Dialog opened={ask} onClose={() => setAsk(false)} title={t("stop_for")}>
        <p className="first">{t("stop_sure")}</p>
        <Checkbox
          label={t("objects")}
          description={<Ruled>{t("objects_def")}</Ruled>}
          checked={objects}
          onChange={(e) => setObjects(e.target.checked)}
          mb="md"
        />
        <Fault error={withdraw.error} className="gap-bottom" />
        <Ends cancel={() => setAsk(false)}>
          <Button
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { path: { id } }, body: { objects } })}
          >
            {t("stop_for")}
          </Button>
        </Ends>
      </Dialog>
    </>
  );
}
