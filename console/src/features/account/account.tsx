/** One's own account: password, second factor, sessions, and what was done with it. */
import { Stack } from "@mantine/core";
import type { Me } from "../../api/types";
import { Activity } from "./activity";
import { Factor } from "./factor";
import { Passkeys } from "./passkeys";
import { Password } from "./password";
import { Sessions } from "./sessions";

export function Account({ me }: { me: Me }) {
  return (
    <Stack>
      <div className="grid">
        <Password />
        <Stack>
          <Factor me={me} />
          <Passkeys />
          <Sessions />
        </Stack>
      </div>
      <Activity />
    </Stack>
  );
}
