CREATE TABLE `users` (
	`id` integer PRIMARY KEY NOT NULL,
	`note` text DEFAULT '--> statement-breakpoint' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_id` ON `users` (`id`);--> statement-breakpoint
CREATE TABLE `posts` (
	`id` integer PRIMARY KEY NOT NULL
)
--> statement-breakpoint
CREATE INDEX `posts_id` ON `posts` (`id`);
