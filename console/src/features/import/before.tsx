/** What bringing it in would do, told before it is done. */
import { Alert, Button } from "@mantine/core";
import type { Form, ImportView, Topic } from "../../api/types";
import type { Begun } from "./begin";
import { changes, of } from "./outcomes";
import { useWords } from "./words";

interface Props {
  view: ImportView;
  form?: Form;
  topic?: Pick<Topic, "name">;
  begun: Begun;
}

export function Before({ view, form, topic, begun }: Props) {
  const { t, n, say, written } = useWords();
  const way = t(`channel_${view.import.channel}`);
  const sender = form?.sender.name ?? "";
  return (
    <Alert variant="outline" color="gray" title={t("im_before")} maw={760}>
      <ul className="bullets">
        <li>{say("im_before_usable", { n: n(of(view, "usable")), way, topic: written(topic?.name) || "", sender })}</li>
        <li>{say("im_before_stored", { n: n(of(view, "stored")) })}</li>
        <li>{say("im_before_stopped", { n: n(of(view, "stopped")), way })}</li>
        {view.report.errors_total > 0 && <li>{say("im_before_errors", { n: n(view.report.errors_total) })}</li>}
        <li>{t("im_before_twice")}</li>
      </ul>
      <p>
        <b>{t("im_no_undo")}</b>
      </p>
      {changes(view) === 0 ? (
        <div>{t("im_nothing")}</div>
      ) : (
        <Button loading={begun.bringing} disabled={begun.works} onClick={begun.bring}>
          {say("im_bring", { n: n(changes(view)), all: n(view.import.rows_done) })}
        </Button>
      )}
    </Alert>
  );
}
