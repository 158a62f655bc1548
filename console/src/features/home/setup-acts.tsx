/** The next steps that are taken on Home itself. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useRules } from "../../parts/form";
import { useWords } from "./words";

/** What a named person confirms before the program goes on; the server remembers who it was. */
export function Confirm({ path, label }: { path: "/condition/clock" | "/condition/retention"; label: string }) {
  const confirm = api.useMutation("post", path);
  return (
    <Stack gap="xs" maw={320}>
      <Fault error={confirm.error} />
      <Button size="xs" variant="default" loading={confirm.isPending} onClick={() => confirm.mutate({})}>
        {label}
      </Button>
    </Stack>
  );
}

/** A new log of evidence, with the reason that stands in it. */
export function Restart({ label }: { label: string }) {
  const { t } = useWords();
  const form = useForm({ initialValues: { reason: "" }, validate: { reason: useRules().filled } });
  const restart = api.useMutation("post", "/condition/evidence-log");
  return (
    <form noValidate onSubmit={form.onSubmit((body) => restart.mutate({ body }))}>
      <Stack gap="xs" maw={320}>
        <Fault error={restart.error} />
        <TextInput label={t("co_reason")} {...form.getInputProps("reason")} />
        <Button type="submit" size="xs" variant="default" loading={restart.isPending}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}

/** A host that sends and is not listed: it is the site's own after one press, or it is left alone. */
export function AddHost({ site, host }: { site: Site; host: string }) {
  const { say } = useWords();
  const change = api.useMutation("put", "/sites/{id}");
  const add = () => {
    // Everything else that was set stays as it is.
    const { id, tenant, key, notice_version, purposes, ...settings } = site;
    change.mutate({ params: { path: { id } }, body: { ...settings, hosts: [...site.hosts, host] } });
  };
  return (
    <Group gap="xs">
      <Fault error={change.error} />
      <Button size="xs" variant="default" loading={change.isPending} onClick={add}>
        {say("su_host_unlisted_do", { site: site.name })}
      </Button>
    </Group>
  );
}
