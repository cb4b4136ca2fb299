CREATE TABLE `a` (
	`id` int AUTO_INCREMENT NOT NULL,
	CONSTRAINT `a_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `i` ON `a` (`id`);--> statement-breakpoint
SELECT '--> statement-breakpoint';
