/** The frame of what is shown before anything else can be: signing in, a link, a second factor that is asked for. */
import { Button, Center, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { LANGS, type Lang, useWords } from "../../i18n";
import { Logo } from "../../parts";

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const { lang, set, t } = useWords();
  return (
    <Center mih="100vh" p="md" style={{ background: "var(--soft)" }}>
      <div style={{ width: 380, maxWidth: "100%" }}>
        <div style={{ marginBottom: 18 }}>
          <Logo />
          <div className="quiet" style={{ marginTop: 6 }}>
            {t("tagline")}
          </div>
        </div>
        <main className="card" style={{ padding: 24 }}>
          <Title order={1} size="h3" mb="md">
            {title}
          </Title>
          {children}
        </main>
        <div style={{ marginTop: 14, display: "flex", gap: 14 }}>
          {(Object.keys(LANGS) as Lang[]).map((l) => (
            <Button
              key={l}
              size="compact-sm"
              variant="subtle"
              color="gray"
              fw={l === lang ? 650 : 400}
              onClick={() => set(l)}
            >
              {LANGS[l]}
            </Button>
          ))}
        </div>
      </div>
    </Center>
  );
}
