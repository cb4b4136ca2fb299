CREATE TABLE `users` (`id` integer PRIMARY KEY NOT NULL);
--> statement-breakpoint
CREATE TABLE `posts` (`id` integer PRIMARY KEY NOT NULL);
