/** Releasing a newsletter: first whom it goes to and why not the others, then when and how fast, then the button with the number. */
import { Button, Group, Loader, Modal, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type CampaignDetail, type ReleaseDraft } from "../../api";
import { Fault } from "../../parts";
import { useSetup } from "../home/setup";
import { Reached, useAudience, Waterfall } from "./audience";
import { useSay } from "./parts";

const YEAR_MS = 365 * 86400000;

export function Send({ kept, flush }: { kept: CampaignDetail; flush: () => Promise<boolean> }) {
  const { t } = useSay();
  const [open, setOpen] = useState(false);
  // What is looked at is what goes out, so the last words are saved first.
  const ask = async () => {
    if (await flush()) setOpen(true);
  };
  return (
    <>
      <Button size="xs" onClick={ask}>
        {t("send")}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={open}
        onClose={() => setOpen(false)}
        title={t("send_title")}
        centered
        size="lg"
      >
        {open && <Release kept={kept} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

/** A moment as a field of the browser wants it. */
const local = (ms: number) => new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 16);

function Release({ kept, close }: { kept: CampaignDetail; close: () => void }) {
  const { t, say, people, locale } = useSay();
  const client = useQueryClient();
  const { id, changed_at: stamp } = kept.campaign;
  const audience = useAudience(id, stamp);
  const away = useSetup().data?.open.some((item) => item.code.startsWith("mail_"));
  const [when, setWhen] = useState("now");
  const [at, setAt] = useState(() => local(Math.ceil((Date.now() + 3600000) / 3600000) * 3600000));
  const [speed, setSpeed] = useState<string | number>("");
  const [going, setGoing] = useState(false);
  const [fault, setFault] = useState<unknown>();
  if (audience.error) return <Fault error={audience.error} retry={() => audience.refetch()} />;
  if (!audience.data) return <Loader />;
  const { reachable } = audience.data;
  const later = when === "later";
  const ms = new Date(at).getTime();
  const wrong = later && !(ms > Date.now() && ms < Date.now() + YEAR_MS);
  const minutes = Number(speed) ? Math.ceil(reachable / Number(speed)) : 0;
  const time = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(value);
  const release = async () => {
    setGoing(true);
    try {
      const body: ReleaseDraft = { changed_at_ms: stamp, send_at_ms: later ? ms : 0, per_minute: Number(speed) || 0 };
      const out = await api<CampaignDetail>(`/campaigns/${id}/release`, { method: "POST", body });
      client.invalidateQueries({ queryKey: ["campaigns"] });
      close();
      client.setQueryData(["campaign", id], out);
    } catch (e) {
      setFault(e);
      setGoing(false);
    }
  };
  return (
    <Stack>
      {kept.faults.length > 0 && (
        <div>
          <b>{t("faults")}</b>
          <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
            {kept.faults.map((f) => (
              <li key={f}>{f}</li>
            ))}
          </ul>
        </div>
      )}
      {away && (
        <div role="status">
          <b>{t("send_mail_away")}</b> {t("send_mail_away_def")}
        </div>
      )}
      {reachable === 0 && <b>{t("send_nobody")}</b>}
      <div>
        <Waterfall audience={audience.data} short />
        <Reached audience={audience.data} />
        <div className="quiet">{t("campaign_asked")}</div>
      </div>
      <Radio.Group label={t("when")} value={when} onChange={setWhen}>
        <Stack gap={6} mt={4}>
          <Radio value="now" label={t("send_now")} />
          <Radio value="later" label={t("send_later")} />
        </Stack>
      </Radio.Group>
      {later && (
        <TextInput
          type="datetime-local"
          w={260}
          maw="100%"
          label={t("send_moment")}
          description={wrong ? t("send_moment_wrong") : Intl.DateTimeFormat().resolvedOptions().timeZone}
          min={local(Date.now())}
          value={at}
          onChange={(e) => setAt(e.target.value)}
        />
      )}
      <NumberInput
        w={260}
        maw="100%"
        min={1}
        max={60000}
        allowDecimal={false}
        label={t("per_minute")}
        description={
          minutes > 0
            ? say("per_minute_takes", { time: minutes < 120 ? time(minutes, "minute") : time(minutes / 60, "hour") })
            : t("per_minute_def")
        }
        value={speed}
        onChange={setSpeed}
      />
      <div className="quiet">{t("send_fixed")}</div>
      {fault !== undefined && <Fault error={fault} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button
          loading={going}
          disabled={kept.faults.length > 0 || reachable === 0 || wrong || audience.isPlaceholderData}
          onClick={release}
        >
          {say(later ? "send_later_to" : "send_to", { people: people(reachable) })}
        </Button>
      </Group>
    </Stack>
  );
}
