import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, enginePid, launch, type Launched } from './support/launch.ts';

describeWindow('an engine that dies', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('in the middle of an answer leaves the window alive, says why, and answers with the next engine', async () => {
    const { page, app } = launched;
    const view = explore(page);
    const pid = await enginePid(app);
    process.kill(pid, 'SIGSTOP'); // the embedded model is too quick to be caught in the act
    await view.question.fill('What do you see?');
    await view.question.press('Enter');
    await view.busy();
    process.kill(pid, 'SIGKILL');
    await page
      .getByRole('status', { name: 'Engine' })
      .getByText(/ended from outside \(SIGKILL\)/)
      .waitFor();
    await view.settled();
    expect(await view.region('Merged tokens').innerText()).toMatch(/first token\s*\d/);
    expect(await enginePid(app)).not.toBe(pid);
  });

  it('while nothing runs is replaced, and the session is as it was', async () => {
    const { page, app } = launched;
    const view = explore(page);
    const before = await view.countAfter(() => view.slider.press('Home'));
    const pid = await enginePid(app);
    process.kill(pid, 'SIGSEGV');
    await page
      .getByRole('status', { name: 'Engine' })
      .getByText(/SIGSEGV/)
      .waitFor();
    await page
      .getByRole('status', { name: 'Engine' })
      .getByText(/restarted/)
      .waitFor();
    await view.settled();
    expect(await view.tokenCount()).toEqual(before);
    expect(await view.question.inputValue()).toBe('What do you see?');
  });

  it('can be restarted from the menu', async () => {
    const { app } = launched;
    await expect.poll(() => enginePid(app).catch(() => 0), { timeout: 30_000 }).toBeGreaterThan(0);
    const pid = await enginePid(app);
    await app.evaluate(({ Menu }) => {
      Menu.getApplicationMenu()?.getMenuItemById('restart-engine')?.click();
    });
    await expect.poll(() => enginePid(app).catch(() => pid), { timeout: 30_000 }).not.toBe(pid);
    const { page } = launched;
    const view = explore(page);
    const pane = view.region('All tokens');
    const answering = pane.and(page.locator('[aria-busy=true]')).or(pane.getByText(/first token/));
    // Before the next model is ready, who asks is told so.
    await expect
      .poll(
        async () => {
          await view.question.fill('How many are there?');
          await page.getByRole('button', { name: 'Ask', exact: true }).click();
          return answering.count();
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBeGreaterThan(0);
    await view.settled();
  });
});
