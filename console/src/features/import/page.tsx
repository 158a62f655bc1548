/** People from a file: a look at what would come of each row, then bringing it in, and what was brought before. */
import { Button, Group, Loader, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Form } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { Before } from "./before";
import { useBegin } from "./begin";
import { Columns } from "./columns";
import { type Draft, EMPTY, meant, ready } from "./draft";
import { Far } from "./far";
import { Fields } from "./fields";
import { Last } from "./last";
import { Outcome } from "./outcome";
import { running, STATES } from "./outcomes";
import { Sentence } from "./sentence";
import { EMPTY as NOT_VOUCHED } from "./vouch";
import { useWords } from "./words";

/** One of each kind: a yes with its evidence, a yes without, a no. */
const example = (wording: string) =>
  download("people-example", [
    ["email", "status", "consented_at", "source", "wording", "language"],
    ["karen.madsen@post.example", "subscribed", "2025-03-01 10:15:00", "https://butik.example/", wording, "da"],
    ["eva.lind@mejl.example", "subscribed", "", "", "", "sv"],
    ["lars.holm@post.example", "unsubscribed", "", "", "", "da"],
  ]);

export default function Import() {
  const { t } = useWords();
  const forms = api.useQuery("get", "/forms");
  if (forms.error) return <Fault error={forms.error} retry={() => forms.refetch()} />;
  if (!forms.data) return <Loader />;
  return (
    <Stack>
      <div className="narrow">
        {t("im_intro")}
        <Group mt={10}>
          <Button size="xs" variant="default" onClick={() => example(t("im_example_words"))}>
            {t("im_example")}
          </Button>
        </Group>
      </div>
      {forms.data.length === 0 ? (
        <Empty>
          <p>{t("im_no_forms")}</p>
        </Empty>
      ) : (
        <Work forms={forms.data} />
      )}
      <Last />
    </Stack>
  );
}

/** From the file to what came of it. */
function Work({ forms }: { forms: Form[] }) {
  const { t } = useWords();
  const form = useForm<Draft>({ initialValues: EMPTY });
  const draft = form.values;
  const begun = useBegin(draft, forms);
  const { view, works } = begun;
  const may = ready(draft, forms) && !works;
  const state = view?.import.state;
  const dry = view?.import.dry;
  /** What is said of the file changes what comes of it; the choice of columns is looked at with its own button. */
  const change = (part: Partial<Draft>) => {
    form.setValues(part);
    if (!("mapping" in part) || "files" in part) begun.anew();
  };
  const vouch = () => {
    form.setValues((now) => ({ vouched: now.vouched ?? NOT_VOUCHED }));
    document.getElementById("im-vouch")?.scrollIntoView({ block: "center" });
  };
  const sheets = view?.report.sheets ?? [];
  return (
    <>
      <Stack className="card" maw={760}>
        <Fields draft={draft} forms={forms} change={change} works={works} />
        <Group>
          <Button
            variant={state === "done" ? "default" : "filled"}
            loading={begun.looking}
            disabled={!may}
            onClick={begun.look}
          >
            {t("im_look")}
          </Button>
        </Group>
        <Fault error={begun.fault} />
      </Stack>
      <div role="status">
        {view && <b>{t(`im_${dry ? "look" : "bring"}_${STATES.find((s) => s === state) ?? "running"}`)}</b>}
      </div>
      <Fault error={begun.lost} retry={begun.retry} />
      {view && running(view) && <Far view={view} />}
      {view && state === "done" && <Sentence view={view} vouch={vouch} />}
      {view && !running(view) && sheets.length > 0 && (
        <div className="narrow">
          <Columns
            sheets={sheets}
            mapping={draft.mapping}
            change={dry ? (mapping) => change({ mapping }) : undefined}
            works={works}
          />
          {dry && Object.keys(draft.mapping).length > 0 && (
            <Group mt={10}>
              <Button variant="default" loading={begun.looking} disabled={!may} onClick={begun.look}>
                {t("im_map_again")}
              </Button>
            </Group>
          )}
        </div>
      )}
      {view && !running(view) && <Outcome view={view} />}
      {view && dry && state === "done" && <Before view={view} {...meant(draft, forms)} begun={begun} />}
      {view && !dry && (state === "interrupted" || state === "cancelled") && (
        <Group>
          <Button loading={begun.bringing} disabled={works} onClick={begun.bring}>
            {t("im_go_on")}
          </Button>
        </Group>
      )}
    </>
  );
}
