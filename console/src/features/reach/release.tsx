/** Releasing: first whom it goes to and why not the others, then when and how fast, then the button with the number. */
import { Button, Loader, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { CampaignDetail } from "../../api/types";
import { Ends } from "../../parts/dialog";
import { Fault, Faults } from "../../parts/fault";
import { useSetup } from "../home/setup-list";
import { Reached, useAudience, Waterfall } from "./audience";
import { useSay } from "./outcomes";
import { useShown } from "./shown";

const HOUR_MS = 3600000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const MINUTES_IN_WORDS = 120;

/** A moment as a field of the browser wants it. */
const local = (ms: number) => new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 16);
const nextHour = () => local(Math.ceil((Date.now() + HOUR_MS) / HOUR_MS) * HOUR_MS);

interface Fields {
  when: "now" | "later";
  at: string;
  speed: string | number;
}

const inTime = (at: string) => {
  const ms = new Date(at).getTime();
  return ms > Date.now() && ms < Date.now() + YEAR_MS;
};

export function Release({ kept, close }: { kept: CampaignDetail; close: () => void }) {
  const { t, say, people } = useSay();
  const { id, changed_at: stamp } = kept.campaign;
  const shown = useShown(id);
  const audience = useAudience(id, stamp);
  const form = useForm<Fields>({
    initialValues: { when: "now", at: nextHour(), speed: "" },
    validateInputOnChange: ["at"],
    validate: { at: (at, { when }) => (when === "now" || inTime(at) ? null : t("send_moment_wrong")) },
  });
  const release = api.useMutation("post", "/campaigns/{id}/release", {
    onSuccess: (out) => {
      close();
      shown.put(out);
    },
  });
  if (audience.error) return <Fault error={audience.error} retry={() => audience.refetch()} />;
  if (!audience.data) return <Loader />;
  const { reachable } = audience.data;
  const { when, at } = form.values;
  const later = when === "later";
  const go = ({ speed }: Fields) =>
    release.mutate({
      params: { path: { id } },
      body: {
        changed_at_ms: stamp,
        send_at_ms: later ? new Date(at).getTime() : 0,
        per_minute: Number(speed) || 0,
      },
    });
  const ready = kept.faults.length === 0 && reachable > 0 && (!later || inTime(at)) && !audience.isPlaceholderData;
  return (
    <form noValidate onSubmit={form.onSubmit(go)}>
      <Stack>
        <Before kept={kept} />
        {reachable === 0 && <b>{t("send_nobody")}</b>}
        <div>
          <Waterfall audience={audience.data} short />
          <Reached audience={audience.data} />
          <div className="quiet">{t("campaign_asked")}</div>
        </div>
        <When form={form} />
        <Speed form={form} reachable={reachable} />
        <div className="quiet">{t("send_fixed")}</div>
        <Fault error={release.error} />
        <Ends cancel={close}>
          <Button type="submit" loading={release.isPending} disabled={!ready}>
            {say(later ? "send_later_to" : "send_to", { people: people(reachable) })}
          </Button>
        </Ends>
      </Stack>
    </form>
  );
}

/** What must be mended first, and whether mail goes out at all. */
function Before({ kept: { faults, campaign } }: { kept: CampaignDetail }) {
  const { t } = useSay();
  // What a new newsletter begins with is nobody's news.
  const examples = [t("example_heading"), t("example_text")];
  const example = campaign.body.blocks.some((b) => "text" in b && examples.includes(b.text));
  const away = useSetup().data?.open.some((item) => item.code.startsWith("mail_"));
  return (
    <>
      {faults.length > 0 && (
        <div>
          <b>{t("faults")}</b>
          <Faults all={faults} />
        </div>
      )}
      {example && (
        <div role="status">
          <b>{t("send_example")}</b> {t("send_example_def")}
        </div>
      )}
      {away && (
        <div role="status">
          <b>{t("send_mail_away")}</b> {t("send_mail_away_def")}
        </div>
      )}
    </>
  );
}

function When({ form }: { form: UseFormReturnType<Fields> }) {
  const { t } = useSay();
  return (
    <>
      <Radio.Group label={t("when")} {...form.getInputProps("when")}>
        <Stack gap={6} mt={4}>
          <Radio value="now" label={t("send_now")} />
          <Radio value="later" label={t("send_later")} />
        </Stack>
      </Radio.Group>
      {form.values.when === "later" && (
        <TextInput
          type="datetime-local"
          w={260}
          maw="100%"
          label={t("send_moment")}
          description={Intl.DateTimeFormat().resolvedOptions().timeZone}
          min={local(Date.now())}
          {...form.getInputProps("at")}
        />
      )}
    </>
  );
}

function Speed({ form, reachable }: { form: UseFormReturnType<Fields>; reachable: number }) {
  const { t, say, locale } = useSay();
  const speed = Number(form.values.speed);
  const minutes = speed ? Math.ceil(reachable / speed) : 0;
  const time = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(value);
  const takes = minutes < MINUTES_IN_WORDS ? time(minutes, "minute") : time(minutes / 60, "hour");
  return (
    <NumberInput
      w={260}
      maw="100%"
      min={1}
      max={60000}
      allowDecimal={false}
      label={t("per_minute")}
      description={minutes > 0 ? say("per_minute_takes", { time: takes }) : t("per_minute_def")}
      {...form.getInputProps("speed")}
    />
  );
}
