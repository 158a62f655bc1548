/** All there is until a second factor is set up, where the organisation asks for it. */
import { Button, Group, Stack } from "@mantine/core";
import type { Me } from "../../api/types";
import { Card } from "../session/card";
import { Factor } from "./factor";
import { useSignOut } from "./out";
import { Passkeys } from "./passkeys";
import { useWords } from "./words";

export default function FactorNeeded({ me }: { me: Me }) {
  const { t } = useWords();
  const out = useSignOut();
  return (
    <Card title={t("factor")}>
      <Stack>
        <div>{t("factor_must")}</div>
        <Factor me={me} />
        <Passkeys />
        <Group>
          <Button variant="subtle" color="gray" onClick={out}>
            {t("sign_out")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
