/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*M!100100 SET @m = 'a;*/b' */;
CREATE TABLE t (a INT /*!50100 COMMENT 'x; */ y' */, b INT) /*!50100 ENGINE=InnoDB */;
SELECT 1 /*! + 1 */ /*!50100 + /* inner; */ 2 */;
/*!50100 */;
/*!999999\- enable the sandbox mode; */
/*!999999 don't read this; */
SELECT 2*/*!50100 3 */*4;
