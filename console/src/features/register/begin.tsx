/** Where there is no record of a kind yet: what it is for, and the set to begin with. */
import { Button } from "@mantine/core";
import { api } from "../../api/client";
import type { Kind } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { wordOf } from "./kept";

export function Begin({ kind, may }: { kind: Kind; may: boolean }) {
  const start = api.useMutation("post", "/register/{kind}/start");
  const begin = wordOf(kind, "start") && (
    <Button loading={start.isPending} onClick={() => start.mutate({ params: { path: { kind: kind.kind } } })}>
      {wordOf(kind, "start")}
    </Button>
  );
  return (
    <Empty head={wordOf(kind, "none")} next={may && begin}>
      <p>{wordOf(kind, "start_def")}</p>
      <Fault error={start.error} />
    </Empty>
  );
}
