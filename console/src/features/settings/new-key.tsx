/** Making a key: its name, the role it acts as, what of that it may do, and for how long. */
import { Button, Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Action } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { EVERY, KEY_ROLES, type KeyRole, MAY } from "./roles";
import { useWords } from "./words";

const DAYS = 365;
const DAYS_MAX = 732;

interface Draft {
  name: string;
  role: KeyRole;
  may: Action[];
  days: number;
}

export function NewKey({ made }: { made: (secret: string) => void }) {
  const { t, any } = useWords();
  const initialValues: Draft = { name: "", role: "analyst", may: EVERY, days: DAYS };
  const form = useForm({ initialValues, validate: { name: useRules().filled } });
  const make = api.useMutation("post", "/keys", {
    onSuccess: (key) => {
      if (key.secret) made(key.secret);
      form.setFieldValue("name", "");
    },
  });
  const fault = useFieldFault(form, make.error);
  const { role } = form.values;
  const offered: Action[] = [...EVERY, ...MAY[role]];
  return (
    <form noValidate className="card" onSubmit={form.onSubmit((body) => make.mutate({ body }))}>
      <Title order={2} className="part-head" mb={6}>
        {t("new_key")}
      </Title>
      <Stack gap="sm">
        <div className="quiet">{t("key_goes")}</div>
        <Group align="end">
          <TextInput label={t("c_name")} required {...form.getInputProps("name")} />
          <Select
            label={t("role")}
            allowDeselect={false}
            value={role}
            data={KEY_ROLES.map((r) => ({ value: r, label: t(r) }))}
            onChange={(v) => form.setValues({ role: oneOf(KEY_ROLES, v) ?? role, may: EVERY })}
          />
          <NumberInput
            label={t("key_days")}
            min={1}
            max={DAYS_MAX}
            allowDecimal={false}
            value={form.values.days}
            onChange={(v) => form.setFieldValue("days", Number(v) || DAYS)}
          />
        </Group>
        <Checkbox.Group
          label={t("key_may")}
          description={t("key_may_def")}
          value={form.values.may}
          onChange={(v) =>
            form.setFieldValue(
              "may",
              offered.filter((a) => v.includes(a)),
            )
          }
        >
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing={6} mt={6}>
            {offered.map((a) => (
              <Checkbox key={a} value={a} label={any(a)} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Fault error={fault} />
        <Group>
          <Button type="submit" loading={make.isPending}>
            {t("new_key")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
