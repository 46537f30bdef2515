/** Whether another user has shared a folder that a keypair lists, and may take it back at any time. */
export type FolderShare = '' | 'shared';
