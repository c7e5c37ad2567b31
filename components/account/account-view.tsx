'use client';

import { useTranslations } from 'next-intl';
import { useViewer } from '../shell/viewer';
import { StepUpDialog } from '../factors/step-up';
import { PageHead } from '../shell/page-head';
import { Appearance } from './appearance';
import { Logins } from './logins';
import { PasswordPanel } from './password-panel';
import { SecondFactors } from './second-factors';
import { Tokens } from './tokens';
import classes from './account.module.css';

/** What belongs to the person who looks. */
export function AccountView() {
  const t = useTranslations('account');
  const { name, displayName, role } = useViewer();
  return (
    <StepUpDialog>
      <PageHead title={displayName || name} note={t(`note.${role}`, { name })} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <SecondFactors />
          <Logins />
          <Tokens />
        </div>
        <div className={classes.column}>
          <PasswordPanel />
          <Appearance />
        </div>
      </div>
    </StepUpDialog>
  );
}
