import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerPanes, explore } from './support/explore.ts';
import { describeHosts, type Hosted } from './support/hosts.ts';

describeHosts('a question', (start) => {
  let hosted: Hosted;

  beforeAll(async () => {
    hosted = await start();
    await explore(hosted.page).settled();
  });

  afterAll(async () => {
    await hosted.close();
  });

  it('is answered twice, with all tokens and with the merged ones', async () => {
    const view = explore(hosted.page);
    const { tokens, of } = await view.tokenCount();
    await view.askFor('What do you see?');
    const [full, merged] = await Promise.all(answerPanes.map((name) => view.region(name).innerText()));
    expect(full).toContain(`${of} visual tokens`);
    expect(merged).toContain(`${tokens} visual tokens`);
    for (const text of [full, merged]) expect(text).toMatch(/first token\s*[\d.]+ m?s[\s\S]*tok\/s/);
  });

  it('is asked by Enter', async () => {
    const view = explore(hosted.page);
    await view.question.fill('How many are there?');
    await view.question.press('Enter');
    await view.busy();
    await view.settled();
    expect(await view.region('All tokens').innerText()).toMatch(/first token/);
  });

  it('is answered by the same words every time', async () => {
    const view = explore(hosted.page);
    const answers: string[] = [];
    for (let i = 0; i < 2; i++) {
      await view.askFor('What is in the middle?');
      answers.push(await view.region('Merged tokens').locator('.answer-text').innerText());
    }
    expect(answers[1]).toBe(answers[0]);
  });
});
